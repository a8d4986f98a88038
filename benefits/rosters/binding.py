"""Parts of one paper bound into one PDF: pages, structure and metadata, the same bytes every time."""
from io import BytesIO

import pikepdf


def bind(parts):
    """One PDF (bytes) of several, in their order; title, language and PDF/A marks are the first one's."""
    with pikepdf.open(BytesIO(parts[0])) as volume:
        for number, part in enumerate(parts[1:], 1):
            with pikepdf.open(BytesIO(part)) as source:
                _rename_subsets(source, number)
                _append(volume, source)
        bound = BytesIO()
        volume.save(bound, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return bound.getvalue()


def _rename_subsets(source, number):
    """Each part embeds its own subset of a font: its six-letter tag must differ from the other parts' (ISO 32000-1, 9.6.4)."""
    letters = chr(65 + number // 26 % 26) + chr(65 + number % 26)
    for font in source.pages[0].Resources.Font.values():
        (inner,) = font.DescendantFonts
        name = pikepdf.Name("/" + letters + str(font.BaseFont)[3:])
        font.BaseFont = inner.BaseFont = inner.FontDescriptor.FontName = name


def _append(volume, source):
    """Add the pages of `source`, then its structure: copied after the pages, its elements point at the copies."""
    offset = len(volume.pages)
    volume.pages.extend(source.pages)
    for number in range(offset, len(volume.pages)):
        volume.pages[number].obj.StructParents = number
    tree, whole = volume.copy_foreign(source.Root.StructTreeRoot), volume.Root.StructTreeRoot
    numbers = tree.ParentTree.Nums
    for index in range(0, len(numbers), 2):
        whole.ParentTree.Nums.extend([int(numbers[index]) + offset, numbers[index + 1]])
    for element in tree.K[0].K:
        element.P = whole.K[0]
        whole.K[0].K.append(element)
