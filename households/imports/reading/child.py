"""The process that reads a file: bytes on standard input, JSON on standard output. Started by `reader`.

Its limits are set before the first byte is read; a file that exceeds them ends this process and nothing else.
"""
import json
import resource
import sys

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 60


def main():
    _limit()
    from households.imports.reading import envelope, text, workbook
    from households.imports.reading.refusal import Refused

    content = sys.stdin.buffer.read()
    try:
        read = {"workbook": workbook.rows, "text": text.rows}[envelope.kind(content)]
        answer = {"rows": read(content)}
    except Refused as refusal:
        answer = {"refused": refusal.reason, "details": refusal.details}
    except MemoryError:
        answer = {"refused": "too_big_unpacked", "details": {}}
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _limit():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the kernel refuses this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    main()
