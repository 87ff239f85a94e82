import ArgumentParser
import Foundation
import Notebooks

/// Runs a command of this program inside this process and keeps what it prints.
enum CapturedCommand {
  /// Runs a command; standard output and standard error lead into files meanwhile.
  static func run(_ words: [String]) throws -> CommandOutput {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "caseload-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let out = folder.appendingPathComponent("out")
    let err = folder.appendingPathComponent("err")
    for file in [out, err] { try Data().write(to: file) }
    let output = try Redirection(STDOUT_FILENO, to: out)
    let errors = try Redirection(STDERR_FILENO, to: err)
    let code = exitCode(words)
    errors.end()
    output.end()
    let found = CommandOutput(
      code: code, output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
    try FileManager.default.removeItem(at: folder)
    return found
  }

  private static func exitCode(_ words: [String]) -> Int32 {
    do {
      var command = try Caseload.parseAsRoot(words)
      try command.run()
      return 0
    } catch let outcome as Outcome {
      if !outcome.message.isEmpty { printError(outcome.message) }
      return outcome.code
    } catch {
      let code = Caseload.exitCode(for: error)
      let message = Caseload.fullMessage(for: error)
      if code == .success { print(message) } else { printError(message) }
      return code == .success ? 0 : Outcome.usageCode
    }
  }
}

/// A file descriptor that leads into a file for a while.
private struct Redirection {
  private let descriptor: Int32
  private let original: Int32
  private let file: FileHandle

  init(_ descriptor: Int32, to url: URL) throws {
    self.descriptor = descriptor
    file = try FileHandle(forWritingTo: url)
    fflush(nil)
    original = dup(descriptor)
    dup2(file.fileDescriptor, descriptor)
  }

  func end() {
    fflush(nil)
    dup2(original, descriptor)
    close(original)
    file.closeFile()
  }
}
