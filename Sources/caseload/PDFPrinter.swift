import Foundation

/// Prints the report's page to PDF by a Chromium of the system.
struct PDFPrinter {
  /// The browser's path.
  let browser: String

  /// Finds a browser on the PATH.
  ///
  /// - Throws: An outcome that says what to install when there is none.
  init() throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    let found = names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else {
      throw Outcome.wrongUsage(
        "--formats pdf: there is no Chromium on the PATH. Install it (Debian: apt-get install "
          + "chromium), or leave pdf out and print report.html from a browser.")
    }
    browser = found
  }

  /// The page on paper.
  func pdf(_ page: [UInt8]) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "caseload-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let (html, pdf) = (
      folder.appendingPathComponent("report.html"), folder.appendingPathComponent("report.pdf")
    )
    try Data(page).write(to: html)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser)
    // A browser refuses its sandbox to the superuser; the page allows no script but its own.
    process.arguments =
      (geteuid() == 0 ? ["--no-sandbox"] : []) + [
        "--headless", "--disable-gpu", "--disable-extensions", "--no-first-run",
        "--user-data-dir=\(folder.path)/profile", "--no-pdf-header-footer",
        "--print-to-pdf=\(pdf.path)", html.absoluteString,
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 120)
    while process.isRunning && Date() < deadline { usleep(20_000) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    guard let bytes = try? Data(contentsOf: pdf), bytes.starts(with: Array("%PDF".utf8)) else {
      throw Outcome.wrongInput(
        "--formats pdf: \(browser) printed nothing within two minutes. Leave pdf out, or print "
          + "report.html from a browser.")
    }
    return bytes
  }
}
