"""Office Open XML (ECMA-376): Word documents, workbooks and presentations, streams of XML in a bounded zip."""
