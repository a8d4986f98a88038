"""The worker of the tests: a real one, on this process's database, that rests while nobody uses it."""
from config.celery import app


def active_queues():
    return app.control.inspect(timeout=5, limit=1).active_queues()


def test_worker_listens_and_is_there_again_after_a_power_cut(worker):
    worker.kill()
    worker.start()

    (queues,) = active_queues().values()
    assert [queue["name"] for queue in queues] == ["lidao"]


def test_worker_rests_between_tests(_session_worker):
    _session_worker.start()
    _session_worker.rest()

    assert list(active_queues().values()) == [[]]
