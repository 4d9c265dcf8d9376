#!/bin/sh
# Starts cloudfoundry-community/worlds-simplest-service-broker as somebody built it: start.sh FOLDER, the folder with the
# program of that name. PORT, BROKER_USER and BROKER_PASSWORD say how it is reached.
set -eu
export BASE_GUID=29140b3f-0e69-4c7e-8a35 AUTH_USER="$BROKER_USER" AUTH_PASSWORD="$BROKER_PASSWORD"
export SERVICE_NAME=simplest SERVICE_PLAN_NAME=shared CREDENTIALS='{"host":"127.0.0.1","port":"4000"}'
exec "$1/worlds-simplest-service-broker"
