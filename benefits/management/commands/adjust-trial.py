from benefits import trials
from benefits.management.commands import evaluate


class Command(evaluate.Command):
    help = "Tries the dynamic adjustment of standards out on an index series: JSON on standard output; exit 2 and a sentence when it is unusable."

    def answers(self, given):
        return trials.adjustment(given)
