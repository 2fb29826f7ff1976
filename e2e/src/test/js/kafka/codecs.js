// The codecs that kafkajs leaves to its users. Only reading is needed.
const { CompressionTypes, CompressionCodecs } = require('kafkajs')
const fzstd = require('fzstd')
const lz4 = require('lz4js')
const snappy = require('snappyjs')

const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const XERIAL_HEADER = 16

const never = async () => {
  throw new Error('these tests only read with kafkajs')
}

// Java's clients frame snappy in blocks, librdkafka does not.
const unsnap = (buffer) => {
  if (!buffer.subarray(0, 8).equals(XERIAL_MAGIC)) {
    return Buffer.from(snappy.uncompress(buffer))
  }
  const blocks = []
  for (let at = XERIAL_HEADER; at < buffer.length; ) {
    const size = buffer.readInt32BE(at)
    blocks.push(Buffer.from(snappy.uncompress(buffer.subarray(at + 4, at + 4 + size))))
    at += 4 + size
  }
  return Buffer.concat(blocks)
}

const register = (type, decompress) => {
  CompressionCodecs[type] = () => ({ compress: never, decompress: async (buffer) => decompress(buffer) })
}

register(CompressionTypes.Snappy, unsnap)
register(CompressionTypes.LZ4, (buffer) => Buffer.from(lz4.decompress(buffer)))
register(CompressionTypes.ZSTD, (buffer) => Buffer.from(fzstd.decompress(buffer)))
