// One connection to the server for all tabs of a browser: it allows six to a
// host, and a seventh tab would never load.
const ports = new Set();
let generation, source;

function connect() {
  source = new EventSource('/_preview/events');
  source.addEventListener('generation', e => {
    generation = e.data;
    for (const port of ports) port.postMessage(generation);
  });
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000); // some browsers give up
  };
}

onconnect = e => {
  const [port] = e.ports;
  ports.add(port);
  port.onmessage = () => ports.delete(port); // the tab's last word
  if (generation) port.postMessage(generation);
};

connect();
