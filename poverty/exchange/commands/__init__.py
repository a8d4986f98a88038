"""Everything that writes of a file that came in: kept, read, matched, decided about, registered chunk by chunk, discarded, handed back."""
from poverty.exchange.commands.common import begin
from poverty.exchange.commands.deciding import decide, doubt_key, withdraw_decision
from poverty.exchange.commands.ending import delete_expired_rows, discard, hand_back, has_rows_to_return
from poverty.exchange.commands.receiving import abandon, match, read, receive
from poverty.exchange.commands.registering import apply, start_applying

__all__ = [
    "abandon",
    "apply",
    "begin",
    "decide",
    "delete_expired_rows",
    "discard",
    "doubt_key",
    "hand_back",
    "has_rows_to_return",
    "match",
    "read",
    "receive",
    "start_applying",
    "withdraw_decision",
]
