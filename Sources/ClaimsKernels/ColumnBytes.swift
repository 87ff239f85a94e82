import CClaimsKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A fixed run of raw bytes that a column keeps its codes in; never changed once it is shared.
///
/// The bytes are either owned, or part of a memory map that `owner` keeps alive. Behind them are at
/// least ``padding`` bytes that loops may read and must ignore.
@safe
public final class ColumnBytes: Sendable {
  // SAFETY: `base` is written only by the creator before the object is shared, and lives as long
  // as the object (owned) or as `owner` (mapped).
  nonisolated(unsafe) let base: UnsafeMutableRawPointer
  /// The number of bytes.
  public let count: Int
  private let owner: (any Sendable)?
  /// What is freed at the end: aligned memory lies inside of it.
  nonisolated(unsafe) private let allocation: UnsafeMutableRawPointer?

  /// Bytes behind the last one that may be read, whatever they are.
  public static let padding = 64

  /// Makes zeroed bytes, aligned to 64.
  ///
  /// - Parameter count: How many; at least 0.
  public init(zeroed count: Int) {
    precondition(count >= 0, "A column cannot have \(count) bytes")
    self.count = count
    // Large memory from `calloc` is fresh and zero already: it is touched only when it is written.
    let room = count + Self.padding + 64
    guard let memory = unsafe calloc(1, room) else {
      preconditionFailure("There is no memory for \(room) bytes")
    }
    unsafe allocation = memory
    unsafe base = memory.alignedUp(toMultipleOf: 64)
    owner = nil
  }

  /// Makes bytes that hold anything until they are written, aligned to 64.
  ///
  /// - Parameter count: How many; at least 0.
  init(unwritten count: Int) {
    precondition(count >= 0, "A column cannot have \(count) bytes")
    self.count = count
    let room = count + Self.padding + 64
    guard let memory = unsafe malloc(room) else {
      preconditionFailure("There is no memory for \(room) bytes")
    }
    unsafe allocation = memory
    unsafe base = memory.alignedUp(toMultipleOf: 64)
    unsafe (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
    owner = nil
  }

  /// Wraps bytes that `owner` keeps alive and unchanged.
  ///
  /// - Parameters:
  ///   - base: The first byte; aligned to 8.
  ///   - count: How many bytes there are; ``padding`` more may be read.
  ///   - owner: Released with this object.
  @unsafe
  public init(base: UnsafeMutableRawPointer, count: Int, owner: any Sendable) {
    unsafe self.base = base
    self.count = count
    self.owner = owner
    unsafe allocation = nil
  }

  /// Copies bytes.
  ///
  /// - Parameter bytes: What to hold.
  public convenience init(copying bytes: [UInt8]) {
    self.init(zeroed: bytes.count)
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress, unsafe !source.isEmpty {
        unsafe base.copyMemory(from: start, byteCount: source.count)
      }
    }
  }

  /// Copies words, in little-endian order.
  ///
  /// - Parameter words: What to hold.
  public convenience init(words: [UInt64]) {
    self.init(unwritten: words.count * 8)
    for (index, word) in words.enumerated() {
      unsafe base.storeBytes(of: word.littleEndian, toByteOffset: index * 8, as: UInt64.self)
    }
  }

  /// Makes bytes by letting `body` write them once, before anyone else sees them.
  ///
  /// - Parameters:
  ///   - count: How many bytes.
  ///   - body: Receives the zeroed memory.
  @unsafe
  public convenience init(count: Int, writing body: (UnsafeMutableRawBufferPointer) -> Void) {
    self.init(zeroed: count)
    unsafe body(UnsafeMutableRawBufferPointer(start: base, count: count))
  }

  deinit {
    unsafe free(allocation)
  }

  /// Calls `body` with the raw bytes.
  @unsafe
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// The bytes as an array.
  ///
  /// - Complexity: O(`count`).
  public var array: [UInt8] {
    unsafe withBytes { unsafe Array($0) }
  }

  /// One byte.
  public subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count, "Byte \(index) of \(count)")
    return unsafe base.load(fromByteOffset: index, as: UInt8.self)
  }

  /// Reads a little-endian 64-bit word.
  ///
  /// - Parameter index: The word's number; its eight bytes lie inside `count`.
  /// - Returns: The word.
  public func word(_ index: Int) -> UInt64 {
    precondition(index >= 0 && index * 8 + 8 <= count, "Word \(index) of \(count) bytes")
    return UInt64(littleEndian: unsafe base.load(fromByteOffset: index * 8, as: UInt64.self))
  }
}

/// Asks the system to keep the pages of a mapping in memory once they were read.
///
/// Without the right to lock memory nothing changes but speed: pages may have to be read again.
///
/// - Parameters:
///   - base: The first byte, at the start of a page.
///   - count: How many bytes are mapped.
@unsafe
public func keepPages(_ base: UnsafeRawPointer, count: Int) { unsafe ck_keep_pages(base, count) }
