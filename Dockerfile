# JupyterLab with the kernel and the lessons:
#   docker build -t ftplab . && docker run --rm -p 127.0.0.1:8888:8888 ftplab
FROM maven:3-eclipse-temurin-17 AS library
WORKDIR /src
COPY .mvn .mvn
COPY pom.xml LICENSE NOTICE ./
COPY src/main src/main
RUN mvn -B -q -Dmaven.test.skip=true package

FROM python:3.13-slim-trixie
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-21-jdk-headless && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY kernel kernel
COPY notebooks notebooks
COPY --from=library /src/target/ftplab-all.jar target/
RUN pip install --no-cache-dir './kernel[lab]' -c kernel/constraints.txt
RUN useradd --create-home learner
USER learner
WORKDIR /home/learner
RUN ftplab-lab --prepare
EXPOSE 8888
CMD ["ftplab-lab", "--", "--ip=0.0.0.0", "--no-browser"]
