import Foundation
import Quantities
import Results
import Testing

@testable import Reporting

/// Writes the fixtures' reports into the folder named by CASELOAD_PREVIEW, to be looked at.
@Suite("Preview")
struct PreviewTests {
  private static let folder = ProcessInfo.processInfo.environment["CASELOAD_PREVIEW"]

  @Test("Every fixture can be written to a folder", .enabled(if: folder != nil))
  func writes() throws {
    let root = URL(fileURLWithPath: PreviewTests.folder ?? "")
    for (name, result) in EdgeFixtures.all {
      for file in try Report().write(result, formats: [.html, .md, .csv, .json]) {
        let url = root.appending(path: "\(name)/\(file.relativePath)")
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: url)
      }
    }
  }
}
