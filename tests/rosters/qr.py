"""Decode a clean QR square (ISO/IEC 18004, versions 1 to 6, level M) from its modules."""

# Data codewords of each block, level M, by version.
BLOCKS = {1: [16], 2: [28], 3: [44], 4: [32] * 2, 5: [43] * 2, 6: [27] * 4}
MASKS = [
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
]
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def decoded(modules):
    """The text of a square; `modules` are rows of booleans, dark is true."""
    version = (len(modules) - 17) // 4
    codewords = _codewords(modules)
    blocks = BLOCKS[version]
    data = [codewords[at + len(blocks) * step] for at in range(len(blocks)) for step in range(blocks[at])]
    return _text("".join(f"{byte:08b}" for byte in data))


def _codewords(modules):
    size = len(modules)
    mask = MASKS[_format(modules) >> 10 & 7]
    bits, upwards = [], True
    for right in (column - (column <= 6) for column in range(size - 1, 0, -2)):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            bits += [modules[row][c] ^ mask(row, c) for c in (right, right - 1) if not _fixed(row, c, size)]
        upwards = not upwards
    return [int("".join("01"[bit] for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]


def _format(modules):
    """The fifteen bits beside the upper left corner, unmasked: level, mask, check bits."""
    columns = [modules[8][column] for column in (0, 1, 2, 3, 4, 5, 7, 8)]
    rows = [modules[row][8] for row in (7, 5, 4, 3, 2, 1, 0)]
    return int("".join("01"[bit] for bit in columns + rows), 2) ^ 0x5412


def _fixed(row, column, size):
    """Whether a module belongs to finders, timing, format or the alignment square."""
    corner = (row < 9 and (column < 9 or column > size - 9)) or (row > size - 9 and column < 9)
    alignment = size > 21 and abs(row - (size - 7)) < 3 and abs(column - (size - 7)) < 3
    return corner or alignment or 6 in (row, column)


def _text(bits):
    """The segments up to the terminator."""
    text, at = "", 0

    def take(count):
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    while at + 4 <= len(bits) and (mode := take(4)):
        if mode == 4:
            text += bytes(take(8) for _ in range(take(8))).decode()
        elif mode == 2:
            count = take(9)
            for _ in range(count // 2):
                first, second = divmod(take(11), 45)
                text += ALPHANUMERIC[first] + ALPHANUMERIC[second]
            text += ALPHANUMERIC[take(6)] if count % 2 else ""
        else:
            raise AssertionError(f"mode {mode}")
    return text
