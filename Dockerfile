# Lidao as it runs on a county's server: one image for web, worker, beat and migrate (docker-compose.yml).
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
 && rm -rf /var/lib/apt/lists/*
COPY assets/fonts /usr/share/fonts/lidao

ENV PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 LIDAO_DATA_DIR=/data LIDAO_COLLECTED_STATIC=1
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY . ./

# Stylesheets and scripts belong to the image; the signing keys in /data/signing are the only thing a volume keeps.
# The settings want every secret to be named, but collecting files uses none of them.
RUN SECRET_KEY=unused LIDAO_KEYS='{}' DATABASE_URL=postgresql://unused/unused REDIS_URL=redis://unused \
    python manage.py collectstatic --no-input --verbosity 0 \
 && useradd --system --no-create-home --home-dir /data lidao \
 && mkdir -p /data/signing \
 && chown -R lidao:lidao /data
USER lidao
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--preload", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
