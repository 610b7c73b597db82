"""python-socketio's AsyncClient as its users write it."""
import asyncio
import json
import sys

import socketio

from lib import NAMES, see, settings

sio = socketio.AsyncClient(reconnection_delay=0.2, reconnection_delay_max=1)
subscribed = False


@sio.event
async def connect():
    global subscribed
    see('connect', {'id': sio.get_sid(), 'transport': sio.transport()})
    if 'subscribe' in settings:
        await sio.emit('subscribe', settings['subscribe'])
    elif 'subscribeOnce' in settings and not subscribed:
        subscribed = True
        await sio.emit('subscribe', settings['subscribeOnce'])


@sio.event
async def disconnect():
    see('disconnect')


@sio.event
async def connect_error(data):
    see('connect_error', str(data))


def listen(name):
    @sio.on(name)
    async def handler(data):
        see(name, data)


for one in NAMES:
    listen(one)


async def obey():
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        verb, *args = json.loads(line)
        if verb == 'emit':
            await sio.emit(*args)
        elif verb == 'disconnect':
            await sio.disconnect()


async def main():
    await sio.connect(settings['url'], socketio_path='/socket.io/', **settings.get('options', {}))
    reader = asyncio.create_task(obey())
    # It returns when a new connection is there within the second that it gives a lost one: only a slow one keeps it waiting.
    while not reader.done():
        await sio.wait()


asyncio.run(main())
