"""Reading a clerk's file: whatever it holds, the answer is a Table or one sentence.

`reader.read` starts `child`, a process of its own with little memory, little time and no secrets, where `envelope`
looks at the zip before anything is unpacked, `guard` at the XML before it is parsed, and `workbook` or `text` reads
the cells. What runs in the child knows nothing of Django.
"""
