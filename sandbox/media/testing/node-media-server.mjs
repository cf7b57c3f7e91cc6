// node-media-server 4.4.3 in its own process (it keeps global state and exits the process on a taken port), as an
// independent RTMP implementation. Arguments: RTMP port, HTTP port, folder. Message {streamPath, url}: relay it there.
import NodeMediaServer from 'node-media-server'

const [rtmpPort, httpPort, folder] = process.argv.slice(2)
const server = new NodeMediaServer({
  bind: '127.0.0.1',
  rtmp: { port: Number(rtmpPort) },
  http: { port: Number(httpPort) },
  webadmin: { enable: false },
  store: { path: folder },
  record: { auto: false, path: folder },
})
server.run()
process.on('message', ({ streamPath, url }) => server.relayServer.addTask({ mode: 'push', streamPath, url }))
process.on('disconnect', () => process.exit(0))
