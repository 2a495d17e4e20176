#!/usr/bin/env python3
"""Hears all that is said on `gatehouse`, and writes each message as a line of JSON.

    subscribe.py AMQP_URL QUEUE

Once the queue is bound it writes {"bound": QUEUE}: from then on nothing is missed, even if the connection or the broker goes away for a
while, because the queue is durable and a message is acknowledged only after it was written. It can be heard again then, as delivery is at
least once.
"""
import json
import sys
import time

import pika
import pika.exceptions


def say(what):
    print(json.dumps(what), flush=True)


def hear(url, queue):
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    channel.basic_qos(prefetch_count=500)
    # The broker removes it ten minutes after the last time that anybody listened.
    channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum", "x-expires": 600_000})
    channel.queue_bind(queue, "gatehouse", "#")
    say({"bound": queue})
    for method, properties, body in channel.consume(queue):
        say({
            "routing_key": method.routing_key,
            "properties": {k: v for k, v in vars(properties).items() if v is not None and k != "headers"},
            "headers": properties.headers or {},
            "body": body.decode(),
        })
        channel.basic_ack(method.delivery_tag)


while True:
    try:
        hear(*sys.argv[1:])
    except (pika.exceptions.AMQPError, OSError):
        time.sleep(0.1)
