# The app as a container: docs/operate.md. The image has the packages of requirements.lock and the app, nothing else.
ARG PYTHON=3.12

FROM python:${PYTHON}-slim AS packages
WORKDIR /opt/lineage_viz
COPY requirements.lock ./
# Only wheels: no package runs a program of its own here, and no compiler is needed. The packages' tests, and what only
# editors and debuggers read, stay out: a fifth of them. The compiled modules stay: without them a start takes 4 s more of CPU.
RUN python -m venv --without-pip .venv \
    && python -m pip --python .venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r requirements.lock \
    && find .venv \( -type d -name tests -o -type f -name '*.pyi' -o -type f -name '*.map' \) -prune -exec rm -r {} +

FROM python:${PYTHON}-slim
WORKDIR /opt/lineage_viz
COPY --from=packages /opt/lineage_viz/.venv .venv
COPY .streamlit/config.toml .streamlit/config.toml
COPY app.py navigation.py LICENSE ./
COPY pages pages
COPY lineage_viz lineage_viz
# A user without a shell and a home of its own; compiled modules, because nothing can be written here later.
RUN python -m compileall -q app.py navigation.py pages lineage_viz \
    && groupadd --gid 10001 lineage \
    && useradd --uid 10001 --gid lineage --no-create-home --home-dir /data --shell /usr/sbin/nologin lineage \
    && install --directory --owner lineage --group lineage --mode 0700 /data
ENV HOME=/data \
    LINEAGE_VIZ_DATA=/data \
    LINEAGE_VIZ_LOG=json \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TMPDIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8501
# The demo account takes a few seconds to open; a large snapshot is opened beside this answer.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD [".venv/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/healthz', timeout=4)"]
ENTRYPOINT [".venv/bin/python", "-m", "lineage_viz"]
CMD ["run", "--address", "0.0.0.0"]
