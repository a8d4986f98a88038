"""An act that is refused, with the sentence the person reads."""


class NotAllowed(Exception):
    """Says what cannot be done and what to do instead; journalled after the rollback.

    `event` names what was tried (payout_run.signed), `subject` the row it was tried on.
    """

    def __init__(self, sentence, *, event="", subject=None):
        super().__init__(sentence)
        self.sentence = sentence  # as it was made: `stored.chinese` records it
        self.event = event
        self.subject = subject
