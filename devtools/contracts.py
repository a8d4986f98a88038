"""A kind of import contract of ours: a leaf is open to everybody and itself imports nothing of ours."""
from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class LeafContract(Contract):
    """`leaves` names them; what lies inside one may import the rest of the same one."""

    leaves = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        reached = [pair for leaf in self.leaves for pair in self._reached(graph, leaf)]
        return ContractCheck(kept=not reached, metadata={"reached": reached})

    def _reached(self, graph, leaf):
        inside = {leaf, *graph.find_descendants(leaf)}
        for module in sorted(inside):
            for imported in sorted(graph.find_modules_directly_imported_by(module) - inside):
                if not graph.is_module_squashed(imported):  # squashed: not ours
                    yield module, imported

    def render_broken_contract(self, check: ContractCheck) -> None:
        for module, imported in check.metadata["reached"]:
            output.print_error(f"{module} is inside a leaf and may not import {imported}", bold=False)
