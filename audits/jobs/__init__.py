"""Jobs 作业: work longer than a request. The row is the queue; Celery is the bell.

A job's `kind` is the dotted path of a module with `step(job, *, at)`: one chunk of work and its cursor in one
transaction, under the job's own scope. `step` sets job.cursor and job.done and returns True when there is more.
A module may also have `abandon(job, *, at)`, called in one transaction when a person cancels.
"""
