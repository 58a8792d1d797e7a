"""Mail: single messages, mailboxes and Outlook items (RFC 5322, RFC 4155, MS-OXMSG)."""
