"""python-socketio as its users write it: socketio.Client(), handlers that take exactly one argument."""
import json
import sys
import threading

import socketio

from lib import NAMES, see, settings

sio = socketio.Client(reconnection_delay=0.2, reconnection_delay_max=1)
subscribed = False


@sio.event
def connect():
    global subscribed
    see('connect', {'id': sio.get_sid(), 'transport': sio.transport()})
    if 'subscribe' in settings:
        sio.emit('subscribe', settings['subscribe'])
    elif 'subscribeOnce' in settings and not subscribed:
        subscribed = True
        sio.emit('subscribe', settings['subscribeOnce'])


@sio.event
def disconnect():
    see('disconnect')


@sio.event
def connect_error(data):
    see('connect_error', str(data))


def listen(name):
    @sio.on(name)
    def handler(data):
        see(name, data)


for one in NAMES:
    listen(one)


def obey():
    for line in sys.stdin:
        verb, *args = json.loads(line)
        if verb == 'emit':
            sio.emit(*args)
        elif verb == 'disconnect':
            sio.disconnect()


sio.connect(settings['url'], socketio_path='/socket.io/', **settings.get('options', {}))
threading.Thread(target=obey, daemon=True).start()
sio.wait()
