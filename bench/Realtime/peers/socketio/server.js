// Socket.IO as its documentation teaches it: a room a channel. Talks like `serve NAME` (see bench/README.md).
const { createServer } = require('node:http');
const { readFileSync } = require('node:fs');
const readline = require('node:readline');
const { Server } = require('socket.io');

const http = createServer();
const io = new Server(http, { transports: ['websocket'] });
io.on('connection', (socket) => {
  socket.on('subscribe', ({ jobId }) => {
    socket.join(`job:${jobId}`);
    socket.emit('subscribed', { sessionId: jobId, jobId, timestamp: new Date().toISOString() });
  });
});

const now = () => process.hrtime.bigint();
const event = (type, channel, bytes) => {
  const data = { type, channel, jobId: channel.slice(4), seq: null, version: null, timestamp: new Date().toISOString(), traceparent: null, data: { t: Number(now()) } };
  const room = bytes - JSON.stringify(data).length - 7;
  if (room >= 0) data.data.p = 'x'.repeat(room);
  return data;
};

async function publish(file, rate, seconds, type, bytes) {
  const channels = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => line.split(' ')[0]);
  const cpu = process.cpuUsage();
  const started = now();
  const at = () => Number(now() - started) / 1e9;
  let count = 0;
  while (rate > 0 ? count / rate < seconds : at() < seconds) {
    // Node's timers count in milliseconds: what is due goes out together.
    while (rate > 0 ? count / rate <= at() && count / rate < seconds : at() < seconds) {
      const channel = channels[count++ % channels.length];
      io.to(channel).emit(type, event(type, channel, bytes));
      if (rate === 0) await drained();
    }
    if (rate > 0) await new Promise((next) => setTimeout(next, 1));
  }
  const took = at();
  const used = process.cpuUsage(cpu);
  console.log(JSON.stringify({ published: count, seconds: took, perSecond: count / took, cpuSeconds: (used.user + used.system) / 1e6 }));
}

// It has no back-pressure of its own: without this its memory would be what is measured.
async function drained() {
  for (let socket of io.sockets.sockets.values()) {
    while (socket.conn.transport.socket?.bufferedAmount > 65536) await new Promise((next) => setImmediate(next));
    break;
  }
  await new Promise((next) => setImmediate(next));
}

http.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${http.address().port}`));
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [, file, rate, seconds, type, bytes] = line.split(' ');
  publish(file, Number(rate), Number(seconds), type, Number(bytes));
}).on('close', () => process.exit(0));
