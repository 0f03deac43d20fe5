# The tracker's server as a container image: docs/deployment.md

# Another base can be named where this one cannot be fetched; it must bring Python 3.11 on Debian.
ARG PYTHON_IMAGE=docker.io/library/python:3.11.14-slim-bookworm
FROM ${PYTHON_IMAGE}

# Chromium draws the charts of reports and the pictures that people save.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

# Nothing runs as root. Only /data, which is a volume, and /tmp are ever written to.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data tracker \
    && install --directory --owner=tracker --group=tracker --mode=700 /data

WORKDIR /app

# Alone, so that a change of the tracker does not install its packages again.
COPY requirements.txt ./
RUN python3 -m venv /opt/tracker \
    && /opt/tracker/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
ENV PATH=/opt/tracker/bin:$PATH

COPY LICENSE app.py ./
COPY .streamlit/config.toml .streamlit/
COPY pages pages
COPY sample_data sample_data
COPY tracker tracker
COPY ui ui
RUN chmod -R a+rX . && python -m compileall -q .

ENV HOME=/data \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_HEADLESS=true

USER 10001:10001
VOLUME /data
EXPOSE 8501

HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

CMD ["streamlit", "run", "app.py"]
