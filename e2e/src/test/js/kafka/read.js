// Prints every record of some topics as a line of JSON: node read.js BOOTSTRAP ISOLATION RECORDS TOPIC...
// Ends when it has seen RECORDS records and then nothing for a while, or nothing at all for long.
const { Kafka, logLevel } = require('kafkajs')
require('./codecs')

const [bootstrap, isolation, records, ...topics] = process.argv.slice(2)
const QUIET_MILLIS = 500
const SILENT_MILLIS = 15000

const base64 = (bytes) => (bytes === null || bytes === undefined ? null : Buffer.from(bytes).toString('base64'))

const lines = []
let last = Date.now()

const eachBatch = async ({ batch }) => {
  last = Date.now()
  for (const message of batch.messages) {
    lines.push(
      JSON.stringify({
        topic: batch.topic,
        partition: batch.partition,
        offset: message.offset,
        timestamp: message.timestamp,
        appendTime: message.batchContext.timestampType === 1,
        key: base64(message.key),
        value: base64(message.value),
        headers: Object.entries(message.headers).flatMap(([name, values]) =>
          (Array.isArray(values) ? values : [values]).map((value) => [name, base64(value)])
        ),
      })
    )
  }
}

const finished = () => {
  const quiet = Date.now() - last
  return lines.length >= Number(records) ? quiet > QUIET_MILLIS : quiet > SILENT_MILLIS
}

const main = async () => {
  const kafka = new Kafka({ clientId: 'kafkajs', brokers: bootstrap.split(','), logLevel: logLevel.ERROR })
  const consumer = kafka.consumer({
    groupId: `kafkajs-${process.pid}-${Date.now()}`,
    readUncommitted: isolation === 'READ_UNCOMMITTED',
    maxWaitTimeInMs: 100,
    maxBytes: 64 * 1024 * 1024,
    maxBytesPerPartition: 16 * 1024 * 1024,
  })
  await consumer.connect()
  await consumer.subscribe({ topics, fromBeginning: true })
  await consumer.run({ autoCommit: false, eachBatch })
  while (!finished()) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await consumer.disconnect()
  process.stdout.write(lines.map((line) => line + '\n').join(''))
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
