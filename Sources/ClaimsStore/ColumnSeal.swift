import ClaimsKernels
import Synchronization

/// The checksums of a column on disk, each checked before its block is first read.
final class ColumnSeal: Sendable {
  let path: String
  let blocks: [UInt64]
  let dictionary: UInt64
  private let checked: Mutex<[Bool]>

  /// - Parameters:
  ///   - path: The store, for messages.
  ///   - blocks: The checksum of each block of codes.
  ///   - dictionary: The checksum of the dictionary's offsets and bytes.
  init(path: String, blocks: [UInt64], dictionary: UInt64) {
    self.path = path
    self.blocks = blocks
    self.dictionary = dictionary
    checked = Mutex([Bool](repeating: false, count: blocks.count + 1))
  }

  /// Runs a check unless it has passed before; place 0 is the dictionary, block b is b + 1.
  func once(_ place: Int, _ check: () throws -> Void) rethrows {
    if checked.withLock({ $0[place] }) { return }
    try check()
    checked.withLock { $0[place] = true }
  }
}

extension ClaimsColumn {
  /// The bytes of a block of codes.
  func byteRange(ofBlock block: Int) -> Range<Int> {
    let size = values.width.byteCount(ClaimsColumn.blockRows)
    let start = min(block * size, values.width.byteCount(count))
    return start..<min(start + size, values.width.byteCount(count))
  }

  /// The checksum of a block of codes.
  func digest(ofBlock block: Int) -> UInt64 {
    blockDigest(values.codes, range: byteRange(ofBlock: block))
  }

  /// The checksum of the dictionary; 0 without one.
  var dictionaryDigest: UInt64 { dictionary?.digest ?? 0 }

  /// Checks a block that comes from disk, the first time it is asked for.
  func verify(block: Int) throws {
    guard let seal else { return }
    try seal.once(block + 1) {
      guard digest(ofBlock: block) == seal.blocks[block] else {
        throw ClaimsStoreError(
          .damaged, path: seal.path, problem: "Block \(block) of column \(name) is damaged",
          remedy: "Import the claims again, or restore the store from a copy")
      }
    }
  }

  /// Checks a dictionary that comes from disk, the first time it is asked for.
  func verifyDictionary() throws {
    guard let seal, dictionary != nil else { return }
    try seal.once(0) {
      guard dictionaryDigest == seal.dictionary else {
        throw ClaimsStoreError(
          .damaged, path: seal.path, problem: "The texts of column \(name) are damaged",
          remedy: "Import the claims again, or restore the store from a copy")
      }
    }
  }

  /// Checks everything that has not been checked yet.
  func verifyAll() throws {
    try verifyDictionary()
    for block in blocks.indices { try verify(block: block) }
  }
}

extension TextDictionary {
  /// The checksum of offsets and bytes.
  var digest: UInt64 {
    let places = blockDigest(offsets, range: 0..<(count + 1) * 8)
    let texts = blockDigest(bytes, range: 0..<bytes.count)
    return (places &* 3) ^ texts
  }
}

extension ClaimsTable {
  /// Checks whole columns that come from disk, on several threads.
  func verify(_ indices: [Int], threads: Int) throws {
    let blocks = (rowCount + ClaimsColumn.blockRows - 1) / ClaimsColumn.blockRows
    let sealed = indices.filter { columns[$0].seal != nil }
    for index in sealed { try columns[index].verifyDictionary() }
    guard !sealed.isEmpty else { return }
    _ = try parallelMap(count: blocks, threads: threads) { block in
      for index in sealed { try columns[index].verify(block: block) }
      return true
    }
  }

  /// Checks columns that come from disk; in memory this costs nothing.
  ///
  /// Queries do this themselves for what they read. Call it before reading ``ClaimsColumn/values``
  /// directly.
  ///
  /// - Parameter names: The columns; unknown names are left out, `nil` means all.
  /// - Throws: ``ClaimsStoreError`` for the first damaged block.
  public func verify(columns names: [String]? = nil) throws {
    let chosen = names?.compactMap { column(named: $0) } ?? columns
    for column in chosen { try column.verifyAll() }
    try timeOfDay.verifyAll()
  }
}
