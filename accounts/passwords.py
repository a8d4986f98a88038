from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP's small profile): five hundred clerks sign in at 8:30."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
