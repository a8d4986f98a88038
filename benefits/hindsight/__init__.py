"""当时与今天: what the books held on a day, by the facts and values known then, beside what is known today."""
