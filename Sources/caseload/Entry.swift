import ArgumentParser
import ClaimsStore
import Foundation

/// Starts the command and turns its outcome into an exit code.
@main
enum Entry {
  static func main() {
    // A closed pipe (`caseload … | head`) ends the command quietly.
    signal(SIGPIPE, SIG_DFL)
    ClaimsSnapshot.exitWhenCutShort()
    do {
      var command = try Caseload.parseAsRoot()
      try command.run()
    } catch let outcome as Outcome {
      if !outcome.message.isEmpty { printError(outcome.message) }
      exit(outcome.code)
    } catch {
      let code = Caseload.exitCode(for: error)
      if code == .success {
        print(Caseload.fullMessage(for: error))
        exit(0)
      }
      printError(Caseload.fullMessage(for: error))
      exit(Outcome.usageCode)
    }
  }
}

/// How a command ends when it is not simply done.
struct Outcome: Error {
  static let usageCode: Int32 = 2
  var code: Int32
  var message: String

  /// The input is wrong.
  static func wrongInput(_ message: String) -> Outcome { Outcome(code: 1, message: message) }
  /// The arguments are wrong.
  static func wrongUsage(_ message: String) -> Outcome {
    Outcome(code: usageCode, message: message)
  }
  /// Done, but a planned alternative misses a required goal.
  static let goalMissed = Outcome(code: 3, message: "")
}

/// Writes a text and a line end to standard output; a full disk or a closed output is an error.
func printAnswer(_ text: String) throws {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  } catch {
    throw Outcome.wrongInput(
      "standard output cannot be written (\(error.localizedDescription)). Check the free space, or where"
        + " it leads.")
  }
}

/// Writes a message and a line end to standard error.
func printError(_ message: String) {
  FileHandle.standardError.write(Data((message + "\n").utf8))
}
