import ClaimsKernels
import ClaimsStore

/// Gives changed bytes of a store right checksums, as a hostile writer would.
struct StoreForge {
  private(set) var bytes: [UInt8]
  private var place = 0
  private let directory: Range<Int>

  /// Takes a file; `nil` when its header names no directory inside of it.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 64 else { return nil }
    let start = littleEndian64(bytes, at: 16)
    let length = littleEndian64(bytes, at: 24)
    let (end, overflow) = start.addingReportingOverflow(length)
    guard !overflow, start >= 64, end <= UInt64(bytes.count) else { return nil }
    self.bytes = bytes
    directory = Int(start)..<Int(end)
  }

  /// Rewrites every checksum that can be found, then those of directory and header.
  mutating func seal() {
    place = directory.lowerBound
    sealColumns()
    put(blockDigest(Array(bytes[directory])), at: 32)
    put(blockDigest(Array(bytes[0..<56])), at: 56)
  }

  /// Overwrites a byte of the directory, counted from its start.
  mutating func setDirectory(_ index: Int, to byte: UInt8) {
    bytes[directory.lowerBound + index] = byte
  }

  var directoryCount: Int { directory.count }

  private mutating func put(_ number: UInt64, at position: Int) {
    for index in 0..<8 {
      bytes[position + index] = UInt8(truncatingIfNeeded: number >> (index * 8))
    }
  }

  private mutating func word() -> UInt64? {
    guard place + 8 <= directory.upperBound else { return nil }
    place += 8
    return littleEndian64(bytes, at: place - 8)
  }

  private mutating func byte() -> UInt8? {
    guard place < directory.upperBound else { return nil }
    place += 1
    return bytes[place - 1]
  }

  private mutating func skipText() -> Bool {
    guard place + 4 <= directory.upperBound else { return false }
    let count = (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << ($1 * 8) }
    place += 4 + count
    return place <= directory.upperBound
  }

  private func digest(_ start: UInt64, _ count: Int) -> UInt64? {
    guard count >= 0, start <= UInt64(bytes.count), count <= bytes.count - Int(start) else {
      return nil
    }
    return blockDigest(Array(bytes[Int(start)..<Int(start) + count]))
  }

  private mutating func sealColumns() {
    guard let rows = word(), rows < 1 << 31, skipText(), byte() != nil, skipText(),
      let sources = word(), sources < 1_000
    else { return }
    for _ in 0..<sources { guard skipText(), skipText(), word() != nil else { return } }
    place += 4
    while sealColumn(Int(rows)) {}
  }

  private mutating func sealColumn(_ rows: Int) -> Bool {
    guard skipText(), byte() != nil, byte() != nil, byte() != nil, word() != nil, word() != nil,
      let bits = byte(), let width = CodeWidth(rawValue: bits), let codes = word()
    else { return false }
    let block = ClaimsColumn.blockRows
    for start in stride(from: 0, to: rows, by: block) {
      guard word() != nil, word() != nil, word() != nil, word() != nil else { return false }
      let from = UInt64(width.byteCount(start))
      let length = width.byteCount(min(block, rows - start))
      if let right = digest(codes &+ from, length) { put(right, at: place - 8) }
    }
    guard let hasNulls = byte() else { return false }
    if hasNulls == 1 {
      guard let nulls = word(), word() != nil else { return false }
      if let right = digest(nulls, (rows + 63) / 64 * 8) { put(right, at: place - 8) }
    }
    guard let hasTexts = byte() else { return false }
    if hasTexts == 1 {
      guard let count = word(), let length = word(), let offsets = word(), let texts = word(),
        word() != nil
      else { return false }
      if count < 1 << 24, length < 1 << 24, let one = digest(offsets, (Int(count) + 1) * 8),
        let two = digest(texts, Int(length))
      {
        put((one &* 3) ^ two, at: place - 8)
      }
    }
    return true
  }
}
