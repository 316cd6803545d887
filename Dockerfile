FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/decorum && /opt/decorum/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip wheel --no-cache-dir --no-deps -w /wheels . && /opt/decorum/bin/pip install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /data decorum
COPY --from=build /opt/decorum /opt/decorum
USER decorum
WORKDIR /data
ENV PATH=/opt/decorum/bin:$PATH
EXPOSE 8000
# To be reached from outside it needs a key: `decorum keys create`, then `decorum serve --host 0.0.0.0`.
ENTRYPOINT ["decorum"]
CMD ["serve"]
