"""Invented names: common, rare and long ones, with characters a county really meets."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇解区查"
)
MALE = "国建志德永文明福玉金海春长树廷兴宝祥庆荣贵富荣昌林山生全义忠孝仁义信礼智勇刚强伟军民平安康宁顺喜成功立业保华东升振邦"
FEMALE = "秀桂兰英珍玉梅芳凤霞翠莲菊花香云红丽娟静淑贞爱琴素芬巧春美芝月娥彩秋华荣敏慧银环"
YOUNG = "伟芳娜敏静磊洋艳勇军杰娟涛明超霞平刚桂欣怡子涵梓轩浩然宇航思雨佳琪俊杰博文雅婷晓东雪梅"
# Characters outside GB 2312 that people are really named with, and names longer than a form expects.
RARE = ["王喆", "李䶮", "张㛃", "陈𬱖", "刘玥翀", "赵𠅤", "孙堃", "吴垚鑫"]
LONG = ["阿卜杜热合曼·吐尔逊江", "买买提·艾力", "古丽娜尔·阿不都克里木", "欧阳明月", "尉迟恭义", "司马德全"]


def adult(random, sex):
    """A full name of somebody born before about 1975."""
    roll = random.random()
    if roll < 0.004:
        return random.choice(RARE)
    if roll < 0.008:
        return random.choice(LONG)
    pool = MALE if sex == "male" else FEMALE
    given = random.choice(pool) + (random.choice(pool) if random.random() < 0.8 else "")
    return random.choice(SURNAMES) + given


def child(random, father):
    """A child's name with the father's surname."""
    surname = father[:2] if father[:2] in ("欧阳", "尉迟", "司马") else father[:1]
    return surname + random.choice(YOUNG) + (random.choice(YOUNG) if random.random() < 0.6 else "")
