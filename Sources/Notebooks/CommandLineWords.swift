/// A command line of a notebook: words, checked so that it neither writes nor reads where it must not.
struct CommandLineWords {
  /// The words behind `caseload`.
  var words: [String]
  /// Whether the line is meant to be refused: it begins with `!`.
  var isMeantToFail: Bool

  /// The commands that a notebook may use: none of them writes a file or starts a program.
  static let allowed = [
    "backtest", "calc", "check", "claims describe", "claims query", "claims verify", "compare",
    "forecast", "schema", "simulate", "staff", "sweep",
  ]
  /// Options that write, leave the working folder, or show members.
  private static let refused = [
    "--out", "--into", "--trace", "--paths-out", "--chart", "--data", "--input", "--reject",
    "--allow-member-level",
  ]

  /// Reads a line; single and double quotes hold words together.
  init(_ line: String, paths: NotebookPaths, place: String) throws(NotebookError) {
    var found: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        if let done = word { found.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { found.append(done) }
    guard quote == nil else { throw NotebookError("\(place): a quote is open. Close it.") }
    isMeantToFail = found.first == "!"
    if isMeantToFail { found.removeFirst() }
    if found.first == "caseload" { found.removeFirst() }
    words = found
    try check(paths, place)
  }

  private func check(_ paths: NotebookPaths, _ place: String) throws(NotebookError) {
    let command =
      words.first == "claims" ? words.prefix(2).joined(separator: " ") : words.first ?? ""
    guard CommandLineWords.allowed.contains(command) else {
      throw NotebookError(
        "\(place): \"\(command)\" cannot run in a notebook. It may use "
          + CommandLineWords.allowed.joined(separator: ", ")
          + "; write a ```scenario block for a run, and ```sql claims for queries.")
    }
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if let option = parts.first, CommandLineWords.refused.contains(option) {
        throw NotebookError(
          "\(place): \(option) is not for notebooks: a block writes its result only under itself. Leave it "
            + "out.")
      }
      for part in [word] + parts {
        let path = part.split(separator: "#", maxSplits: 1).first.map(String.init) ?? part
        guard paths.mayRead(path) else {
          throw NotebookError(
            "\(place): \"\(path)\" lies outside of the working folder. Copy it into it.")
        }
      }
    }
  }
}
