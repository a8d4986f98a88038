"""Money as papers print it: figures with thousands commas, and 人民币大写."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ((10**8, "亿"), (10**4, "万"), (10**3, "仟"), (10**2, "佰"), (10, "拾"))


def figures(amount_fen):
    """`amount_fen` in yuan with two decimals and commas, 123456 as 1,234.56."""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{'-' if amount_fen < 0 else ''}{yuan:,}.{fen:02d}"


def in_words(amount_fen):
    """`amount_fen` as 人民币大写, by 正确填写票据和结算凭证的基本规定: 人民币壹佰零壹元零伍分.

    What ends in 元 or 角 is closed with 整; where the rule leaves 零 open it is left out. ValueError below zero.
    """
    if amount_fen < 0:
        raise ValueError(f"no sum in words below zero: {amount_fen} fen")
    yuan, rest = divmod(amount_fen, 100)
    jiao, fen = divmod(rest, 10)
    words = "人民币"
    if yuan or not rest:
        words += _integer(yuan) + "元"
    if jiao:
        words += DIGITS[jiao] + "角"
    elif fen and yuan:
        words += "零"
    return words + (DIGITS[fen] + "分" if fen else "整")


def _integer(number):
    for size, unit in UNITS:
        if number >= size:
            head, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return _integer(head) + unit + gap + (_integer(rest) if rest else "")
    return DIGITS[number]
