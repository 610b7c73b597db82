"""python3 crawl.py URL [QUERY]: crawls a site, shows how it goes, and searches it.

Needs python-socketio and requests: pip install 'python-socketio[client]', or Debian's python3-socketio python3-requests.
"""
import os
import sys
import threading
import uuid

import requests
import socketio

SERVER = os.environ.get('TRAWL_URL', 'http://127.0.0.1:3001')
url, query = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None

rest = requests.Session()
rest.headers['X-User-Id'] = 'example'
answer = rest.post(f'{SERVER}/api/jobs', json={'url': url}, headers={'Idempotency-Key': str(uuid.uuid4())})
answer.raise_for_status()
job = answer.json()

sio = socketio.Client(reconnection_delay=1, reconnection_delay_max=5)
last_seq = 0  # of the log events that were seen
ended = threading.Event()


@sio.event
def connect():
    # On every connect, the later ones included: what was missed in between comes first.
    sio.emit('subscribe', {'jobId': job['id'], 'after': last_seq})


@sio.on('progress')
def progress(data):
    print(f"{data['progress']:.0f} % {data['status']}: {data['prompts']['completed']} pages", flush=True)


@sio.on('*')
def other(event, data):
    global last_seq
    if isinstance(data, dict) and data.get('seq') and data.get('channel') == f"job:{job['id']}":
        last_seq = data['seq']
    if event in ('completed', 'error', 'cancelled', 'expired'):
        ended.set()


for name in ('completed', 'error'):
    sio.on(name, lambda data, name=name: other(name, data))

sio.connect(SERVER, headers={'X-User-Id': 'example'})
ended.wait()
sio.disconnect()

job = rest.get(f"{SERVER}/api/jobs/{job['id']}").json()
counts = job['counts']
print(job['error']['message'] if job['error'] else f"{job['status']}: {counts['documents']} pages, {counts['chunks']} passages")
if query:
    for hit in rest.get(f'{SERVER}/api/search', params={'q': query, 'sourceId': job['sourceId'], 'limit': 3}).json()['items']:
        print(f"{hit['score']:.2f} {hit['title']} {hit['url']}")
