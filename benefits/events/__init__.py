"""变更办理: what is learnt late of a family is shown month by month, old and new with the clause, before anybody confirms it."""
