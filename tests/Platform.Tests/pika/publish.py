#!/usr/bin/env python3
"""Publishes as any test system does: plain AMQP, bodies as they are, publisher confirms.

    publish.py AMQP_URL

Reads one message a line: {"exchange", "routing_key", "body" or "body_base64", "properties": {"message_id", "headers", ...}}.
Writes {"confirmed": N} as the broker confirms, and when the input has ended and all is confirmed, {"confirmed", "seconds", "sent_again"}.
When the connection is lost it is opened again and what was not confirmed is sent again: that is all a publisher has to do to lose nothing.
"""
import base64
import json
import sys
import threading
import time
from collections import deque

import pika
from pika.adapters.select_connection import IOLoop

WINDOW = 500  # messages under way that the broker has not confirmed yet


class Publisher:
    def __init__(self, url):
        self.parameters = pika.URLParameters(url)
        self.loop = IOLoop()
        self.waiting = deque()
        self.unconfirmed = {}  # by delivery tag, in the order of sending
        self.channel = None
        self.confirmed = self.sent_again = self.tag = 0
        self.input_ended = False
        self.started = time.monotonic()

    def run(self):
        self.connect()
        threading.Thread(target=self.read, daemon=True).start()
        self.loop.start()

    def read(self):
        for line in sys.stdin:
            message = json.loads(line)
            self.loop.add_callback_threadsafe(lambda m=message: self.take(m))
        self.loop.add_callback_threadsafe(self.end)

    def take(self, message):
        self.waiting.append(message)
        self.send()

    def end(self):
        self.input_ended = True
        self.stop_if_done()

    def connect(self):
        pika.SelectConnection(self.parameters, on_open_callback=self.opened, on_open_error_callback=self.lost,
                              on_close_callback=self.lost, custom_ioloop=self.loop)

    def opened(self, connection):
        connection.channel(on_open_callback=self.channel_opened)

    def channel_opened(self, channel):
        channel.add_on_return_callback(lambda *returned: sys.exit("no queue takes " + returned[1].routing_key))
        channel.add_on_close_callback(self.channel_closed)
        channel.confirm_delivery(self.answered, callback=lambda _: self.ready(channel))

    def ready(self, channel):
        self.channel, self.tag = channel, 0
        self.send()

    def channel_closed(self, _, reason):
        if isinstance(reason, pika.exceptions.ChannelClosedByBroker):
            sys.exit(str(reason))  # such as an exchange that does not exist: no use in trying again

    def lost(self, *_):
        self.channel = None
        self.sent_again += len(self.unconfirmed)
        self.waiting.extendleft(reversed(list(self.unconfirmed.values())))
        self.unconfirmed.clear()
        self.loop.call_later(0.2, self.connect)

    def send(self):
        while self.channel and self.channel.is_open and self.waiting and len(self.unconfirmed) < WINDOW:
            message = self.waiting.popleft()
            self.tag += 1
            self.unconfirmed[self.tag] = message
            body = base64.b64decode(message["body_base64"]) if "body_base64" in message else message["body"].encode()
            properties = pika.BasicProperties(**{"content_type": "application/json", "delivery_mode": 2, **message.get("properties", {})})
            self.channel.basic_publish(message["exchange"], message["routing_key"], body, properties, mandatory=True)

    def answered(self, frame):
        method = frame.method
        tags = [t for t in self.unconfirmed if t <= method.delivery_tag] if method.multiple else [method.delivery_tag]
        for tag in tags:
            message = self.unconfirmed.pop(tag)
            if isinstance(method, pika.spec.Basic.Nack):
                self.sent_again += 1
                self.waiting.append(message)
            else:
                self.confirmed += 1
        print(json.dumps({"confirmed": self.confirmed}), flush=True)
        self.send()
        self.stop_if_done()

    def stop_if_done(self):
        if self.input_ended and not self.waiting and not self.unconfirmed:
            seconds = round(time.monotonic() - self.started, 3)
            print(json.dumps({"confirmed": self.confirmed, "seconds": seconds, "sent_again": self.sent_again}), flush=True)
            self.loop.stop()


Publisher(sys.argv[1]).run()
