"""The hanzi of GB 18030-2022, implementation level 3: any of them may stand in a person's name."""

BLOCKS = (
    (0x4E00, 0x9FEF),  # 中日韩统一表意文字
    (0x3400, 0x4DB5),  # 扩充 A
    (0x20000, 0x2A6D6),  # 扩充 B
    (0x2A700, 0x2B734),  # 扩充 C
    (0x2B740, 0x2B81D),  # 扩充 D
    (0x2B820, 0x2CEA1),  # 扩充 E
    (0x2CEB0, 0x2EBE0),  # 扩充 F
)
UNIFIED_IN_COMPATIBILITY_BLOCK = frozenset(map(ord, "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"))

LEVEL_3 = UNIFIED_IN_COMPATIBILITY_BLOCK.union(*(range(first, last + 1) for first, last in BLOCKS))
