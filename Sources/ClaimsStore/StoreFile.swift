import ClaimsKernels
import Foundation

/// A file mapped into memory for reading; the one place that calls `mmap`, `fsync` and `rename`.
@safe
final class MappedFile: Sendable {
  // SAFETY: the mapping is read-only, lasts as long as the object, and the file is never changed in
  // place: a new version is another file that takes its name.
  nonisolated(unsafe) private let base: UnsafeMutableRawPointer?
  /// The number of bytes.
  let count: Int
  let path: String
  /// The bytes of the mapping, with the page behind the file.
  private let room: Int

  /// Maps a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - keepsPages: Whether pages that were read stay in memory as long as the file is mapped, as far as
  ///     the process may lock memory; without the right to it they may be read again from the disk.
  /// - Throws: ``ClaimsStoreError`` when it cannot be read.
  init(path: String, keepsPages: Bool = false) throws {
    self.path = path
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ClaimsStoreError(
        .unreadable, path: path,
        problem: errno == ENOENT
          ? "There is no such file" : "It cannot be read: \(systemMessage())",
        remedy: "Check the path and the right to read it")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ClaimsStoreError(
        .unreadable, path: path, problem: "It is not a file", remedy: "Give the path of a file")
    }
    count = Int(status.st_size)
    if count == 0 {
      unsafe base = nil
      room = 0
      return
    }
    // A page of zeros is reserved behind the file, so that loops may read past its end.
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    room = (count + page - 1) / page * page + page
    let reserved = unsafe mmap(nil, room, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    let mapped =
      unsafe reserved == MAP_FAILED
      ? MAP_FAILED
      : mmap(reserved, count, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0)
    guard unsafe mapped != MAP_FAILED, let start = unsafe mapped else {
      throw ClaimsStoreError(
        .unreadable, path: path, problem: "It cannot be mapped: \(systemMessage())",
        remedy: "Free some memory and try again")
    }
    unsafe base = start
    if keepsPages { unsafe keepPages(start, count: count) }
  }

  deinit {
    if let base = unsafe base { unsafe munmap(base, room) }
  }

  /// A part of the file; the map lives as long as the part.
  func bytes(_ range: Range<Int>) -> ColumnBytes {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count) bytes")
    guard let base = unsafe base, !range.isEmpty else { return ColumnBytes(zeroed: 0) }
    return unsafe ColumnBytes(base: base + range.lowerBound, count: range.count, owner: self)
  }
}

/// A file that appears under its name only when it is complete.
struct ReplacingFile: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private let temporary: String
  private var position = 0
  private var pending: [UInt8] = []

  /// Opens `path.partial` for writing, alone.
  ///
  /// - Throws: ``ClaimsStoreError`` when it cannot be written, or another process is at it.
  init(path: String) throws {
    let temporary = path + ".partial"
    descriptor = try Self.openAlone(temporary, for: path)
    self.path = path
    self.temporary = temporary
    pending.reserveCapacity(1 << 20)
  }

  private static func openAlone(_ temporary: String, for path: String) throws -> Int32 {
    while true {
      let opened = unsafe open(temporary, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard opened >= 0 else { throw unwritable(path) }
      guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
        close(opened)
        throw ClaimsStoreError(
          .busy, path: path, problem: "Another import is writing it",
          remedy: "Wait for the other import to end")
      }
      // The name may have moved on while this process waited; then it must not be written.
      var held = stat()
      var named = stat()
      if unsafe fstat(opened, &held) == 0, unsafe stat(temporary, &named) == 0,
        held.st_ino == named.st_ino, held.st_dev == named.st_dev
      {
        guard ftruncate(opened, 0) == 0 else {
          let failure = unwritable(path)
          close(opened)
          throw failure
        }
        return opened
      }
      close(opened)
    }
  }

  deinit { close(descriptor) }

  /// The number of bytes written so far.
  var count: Int { position + pending.count }

  mutating func write(_ bytes: [UInt8]) throws {
    pending += bytes
    if pending.count >= 1 << 20 { try flush() }
  }

  private mutating func flush() throws {
    let failed = unsafe pending.withUnsafeBytes { unsafe writeAll($0) }
    if failed { throw abandon() }
    position += pending.count
    pending.removeAll(keepingCapacity: true)
  }

  @unsafe
  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var done = 0
    while done < bytes.count {
      guard let base = bytes.baseAddress else { return true }
      let written = unsafe Foundation.write(descriptor, base + done, bytes.count - done)
      if written < 0, errno == EINTR { continue }
      if written <= 0 { return true }
      done += written
    }
    return false
  }

  /// Writes anywhere in the file, from any thread, while the file is open.
  struct Output: Sendable {
    fileprivate let descriptor: Int32
    fileprivate let path: String

    func write(_ bytes: [UInt8], at place: Int) throws {
      try write(ColumnBytes(copying: bytes), count: bytes.count, at: place)
    }

    func write(_ bytes: ColumnBytes, count: Int, at place: Int) throws {
      let failed = unsafe bytes.withBytes { bytes in
        var done = 0
        while done < count {
          guard let base = bytes.baseAddress else { return true }
          let written = unsafe pwrite(
            descriptor, base + done, count - done, off_t(place + done))
          if written < 0, errno == EINTR { continue }
          if written <= 0 { return true }
          done += written
        }
        return false
      }
      if failed { throw ReplacingFile.unwritable(path) }
    }
  }

  /// For writing out of order; what ``write(_:)`` wrote is not in the file yet.
  var output: Output { Output(descriptor: descriptor, path: path) }

  /// Makes the file durable and gives it its name.
  consuming func commit() throws {
    try flush()
    // Whoever could not read the earlier file cannot read the new one.
    var earlier = stat()
    if unsafe stat(path, &earlier) == 0 { fchmod(descriptor, earlier.st_mode & 0o777) }
    guard fsync(descriptor) == 0 else { throw abandon() }
    guard unsafe rename(temporary, path) == 0 else { throw abandon() }
    let directory = unsafe open(pathParts(path).folder, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      _ = fsync(directory)
      close(directory)
    }
  }

  /// Removes what was written, leaving any earlier file under the name as it was.
  func discard() { unsafe unlink(temporary) }

  private func abandon() -> ClaimsStoreError {
    let failure = ReplacingFile.unwritable(path)
    discard()
    return failure
  }

  fileprivate static func unwritable(_ path: String) -> ClaimsStoreError {
    let isFull = errno == ENOSPC || errno == EDQUOT
    return ClaimsStoreError(
      .unwritable, path: path, problem: "It cannot be written: \(systemMessage())",
      remedy: isFull
        ? "Free some space on the disk; an earlier store is unchanged"
        : "Check that the folder exists and may be written; an earlier store is unchanged")
  }
}

extension ClaimsSnapshot {
  /// Ends the process with a message and exit code 1 when a mapped file cannot be read any more.
  ///
  /// For a command line: it sets the handler of a signal, which a library must leave to its host.
  public static func exitWhenCutShort() {
    signal(SIGBUS) { _ in
      // Only what is safe in a signal handler: one write, then the end.
      let text: StaticString =
        "A file was cut short while it was being read, or its disk failed. Run the command again.\n"
      _ = unsafe Foundation.write(2, text.utf8Start, text.utf8CodeUnitCount)
      _exit(1)
    }
  }
}

/// What the operating system says about the last failure.
func systemMessage() -> String { unsafe String(cString: strerror(errno)) }

/// Splits a path at its last slash; the folder of a bare name is the working folder.
///
/// Foundation's path functions trap on a name of one character.
func pathParts(_ path: String) -> (folder: String, name: String) {
  guard let slash = path.lastIndex(of: "/") else { return (".", path) }
  let folder = path[..<slash]
  return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
}
