"""What the scripts share: settings from the command line, one JSON line for each thing seen."""
import json
import sys
import threading

settings = json.loads(sys.argv[1])

# The names that sessions' frontends listen to.
NAMES = [
    'connected', 'subscribed', 'unsubscribed', 'progress', 'model_result', 'clarification', 'completed', 'error',
    'job:progress', 'job:completed', 'job:failed', 'queue:position', 'sync:progress', 'preview:status', 'generation:progress',
    'notification', 'processing_progress', 'batch_complete', 'task_completed', 'worker_item_completed', 'started', 'stage',
]


lock = threading.Lock()  # handlers run in threads of their own


def see(name, *args):
    line = json.dumps({'name': name, 'args': args}, separators=(',', ':'))
    with lock:
        print(line, flush=True)
