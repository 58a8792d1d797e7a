"""Which place of the key table a widget is."""

from textual.widget import Widget

from tui.widgets.date_prompt import DateInput
from tui.widgets.document_view import DocumentView
from tui.widgets.entity_list import EntityFilter, EntityOptions
from tui.widgets.proposal_list import ProposalList
from tui.widgets.query_row import QueryInput
from tui.widgets.reading_pane import FindInput
from tui.widgets.result_list import ResultList

PLACES: dict[type[Widget], str] = {
    QueryInput: "query",
    DateInput: "date",
    ResultList: "results",
    EntityFilter: "filter",
    EntityOptions: "entities",
    DocumentView: "document",
    ProposalList: "proposals",
    FindInput: "find",
}
