import CZlib
import ClaimsKernels
import Foundation

/// Unpacks gzip; the one place that calls zlib.
enum Gunzip {
  /// Why a file could not be unpacked.
  enum Trouble: Error, Equatable {
    /// The file ends inside a packed part.
    case truncated
    /// A checksum or a code does not fit.
    case damaged
    /// There is no memory for what is in it.
    case memory
  }

  /// Whether a file begins as gzip does.
  static func isPacked(_ bytes: ColumnBytes) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// Unpacks all members of a gzip file, one after the other, into memory.
  ///
  /// - Parameters:
  ///   - bytes: The packed file.
  ///   - progress: Told how many packed bytes are done.
  /// - Returns: The text.
  /// - Throws: ``Trouble``.
  static func unpacked(
    _ bytes: ColumnBytes, progress: (Int) -> Void = { _ in }
  ) throws(Trouble) -> ColumnBytes {
    var stream = unsafe z_stream()
    // 15 bits of window, and 16 for the header of gzip.
    guard
      unsafe inflateInit2_(
        &stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .memory }
    defer { unsafe inflateEnd(&stream) }
    let output = UnpackedBytes()
    var done = 0
    while done < bytes.count {
      unsafe inflateReset(&stream)
      var isMember = false
      while !isMember {
        // zlib counts in 32 bits.
        let length = min(bytes.count - done, 1 << 26)
        guard output.makeRoom() else { throw .memory }
        let status = unsafe bytes.withBytes { source in
          unsafe stream.next_in = UnsafeMutablePointer(
            mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))?.advanced(by: done)
          unsafe stream.avail_in = UInt32(length)
          return unsafe output.fill(&stream)
        }
        done += length - Int(unsafe stream.avail_in)
        progress(done)
        switch status {
        case Z_STREAM_END: isMember = true
        case Z_OK, Z_BUF_ERROR:
          if done == bytes.count, unsafe stream.avail_out > 0 { throw .truncated }
        case Z_MEM_ERROR: throw .memory
        default: throw .damaged
        }
      }
      // Zeros may fill the last sector of a tape.
      while done < bytes.count, bytes[done] == 0 { done += 1 }
    }
    return output.bytes
  }
}

/// Memory that grows while a file is unpacked into it.
@safe
private final class UnpackedBytes: @unchecked Sendable {
  // SAFETY: one thread fills it; it is not changed after `bytes` has been called. Freed by `deinit`.
  private var base: UnsafeMutableRawPointer?
  private var room = 0
  private var count = 0

  deinit { unsafe free(base) }

  /// Makes room for at least one more byte, and the padding behind.
  func makeRoom() -> Bool {
    if count + ColumnBytes.padding < room { return true }
    let wanted = max(room * 2, 1 << 22)
    guard let grown = unsafe realloc(base, wanted) else { return false }
    unsafe base = grown
    room = wanted
    return true
  }

  /// Lets zlib write into the free room.
  @unsafe
  func fill(_ stream: inout z_stream) -> Int32 {
    let free = min(room - ColumnBytes.padding - count, 1 << 30)
    unsafe stream.next_out = base?.assumingMemoryBound(to: UInt8.self).advanced(by: count)
    unsafe stream.avail_out = UInt32(free)
    let status = unsafe inflate(&stream, Z_NO_FLUSH)
    count += free - Int(unsafe stream.avail_out)
    return status
  }

  var bytes: ColumnBytes {
    guard let base = unsafe base, makeRoom() else { return ColumnBytes(zeroed: 0) }
    unsafe (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: ColumnBytes.padding)
    return unsafe ColumnBytes(base: base, count: count, owner: self)
  }
}
