import LocatedJSON
import Testing

@Suite("Nearest name")
struct NearestNameTests {
  // Distances from the definition; "ca" to "abc" is 2 unrestricted and 3 for the restricted
  // variant.
  @Test(
    "The distance counts insertions, deletions, substitutions and swaps",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("ca", "abc", 2),
      ("kitten", "sitting", 3), ("handelTime", "handleTime", 1), ("a", "b", 1), ("ab", "ba", 1),
      ("abcdef", "badcfe", 3), ("é", "e", 1),
    ])
  func measures(left: String, right: String, distance: Int) {
    #expect(editDistance(left, right) == distance)
    #expect(editDistance(right, left) == distance)
  }

  /// The least number of edits by breadth-first search over all texts of few letters.
  private func searchedDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var seen: Set<[UInt8]> = [left]
    var ring = [left]
    var steps = 0
    while !seen.contains(right) {
      steps += 1
      var next: [[UInt8]] = []
      for text in ring {
        var edits: [[UInt8]] = []
        for index in 0...text.count {
          for letter in UInt8(0)..<3 {
            edits.append(text[..<index] + [letter] + text[index...])
            if index < text.count { edits.append(text[..<index] + [letter] + text[(index + 1)...]) }
          }
          if index < text.count { edits.append(text[..<index] + Array(text[(index + 1)...])) }
          if index + 1 < text.count {
            edits.append(text[..<index] + [text[index + 1], text[index]] + text[(index + 2)...])
          }
        }
        for edit in edits where edit.count <= 5 && seen.insert(edit).inserted { next.append(edit) }
      }
      ring = next
    }
    return steps
  }

  @Test("The distance is the shortest way of single edits", arguments: UInt64(1)...30)
  func agreesWithSearch(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func word() -> [UInt8] {
      (0..<Int.random(in: 0...4, using: &random)).map { _ in
        UInt8.random(in: 0..<3, using: &random)
      }
    }
    let left = word()
    let right = word()
    func text(_ word: [UInt8]) -> String { String(decoding: word.map { $0 + 97 }, as: UTF8.self) }
    #expect(editDistance(text(left), text(right)) == searchedDistance(left, right))
  }

  @Test("Names come nearest first, ties by scalars, whatever their order")
  func orders() {
    let known = ["patience", "handleTime", "goals", "hours", "kind"]
    #expect(nearest(to: "handelTime", among: known).first == "handleTime")
    #expect(nearest(to: "x", among: ["c", "b", "a"]) == ["a", "b", "c"])
    #expect(nearest(to: "x", among: ["a", "c", "b"]) == ["a", "b", "c"])
    #expect(nearest(to: "HOURS", among: ["hourly", "hours"]) == ["hours", "hourly"])
    #expect(nearest(to: "x", among: []).isEmpty)
  }

  @Test("A name is meant only when most of it is the same")
  func guesses() {
    let known = ["patience", "handleTime", "goals"]
    #expect(probablyMeant(by: "HANDLETIME", among: known) == "handleTime")
    #expect(probablyMeant(by: "goal", among: known) == "goals")
    #expect(probablyMeant(by: "xylophone", among: known) == nil)
    #expect(probablyMeant(by: "x", among: []) == nil)
  }

  @Test("Names of any length are compared by their first hundred scalars")
  func limitsLength() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(editDistance(long, long + "b") == 0)
    #expect(editDistance(long, "") == 100)
  }
}
