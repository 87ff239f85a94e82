import ClaimsStore
import Quantities

/// Random bytes as a store: an even first byte gives them right checksums.
enum StoreFuzz: FuzzTarget {
  static let file = ScratchFile("c.claims")

  static func test(_ input: [UInt8]) {
    guard let choice = input.first else { return }
    let store = Array(input.dropFirst())
    StoreFuzz.file.write(choice & 1 == 0 ? sealed(sized(store)) : store)
    read(StoreFuzz.file.path, choice)
  }

  /// Sets the size in the header, and the directory's end, to those of the bytes.
  static func sized(_ store: [UInt8]) -> [UInt8] {
    guard store.count >= 64 else { return store }
    var sized = store
    let place = (0..<8).reduce(UInt64(0)) { $0 | UInt64(store[16 + $1]) << ($1 * 8) }
    guard place <= UInt64(store.count) else { return store }
    let length = UInt64(store.count) - place
    for index in 0..<8 {
      sized[24 + index] = UInt8(truncatingIfNeeded: length >> (index * 8))
      sized[40 + index] = UInt8(truncatingIfNeeded: store.count >> (index * 8))
    }
    return sized
  }

  static func read(_ path: String, _ choice: UInt8) {
    do {
      let table = try ClaimsSnapshot.open(path)
      // Big stores of constant columns are slow to read, not wrong.
      guard table.rowCount < 1 << 20 else { return }
      do {
        _ = try ClaimsSnapshot.verify(path)
      } catch is ClaimsStoreError {}
      do {
        try table.verify()
        for column in table.columns {
          for row in 0..<min(table.rowCount, 1_000) {
            _ = column.text(row)
            _ = column.integer(row)
          }
        }
        _ = try table.summary(zone: .utc)
        _ = try ClaimEpisodes(table, zone: .utc).runOuts(where: .all)
      } catch is ClaimsStoreError {}
      let database = ClaimsDatabase(claims: table)
      let queries = [
        "SELECT * FROM claims ORDER BY 1, 2 LIMIT 100",
        "SELECT status, sum(copay), min(ts), max(note) FROM claims GROUP BY status",
        "SELECT count(DISTINCT member_id), avg(price) FROM claims WHERE ts > '2026-02-01'",
        "SELECT date_trunc('month', ts), count(*), max(seen) FROM claims GROUP BY 1",
      ]
      do {
        _ = try database.query(queries[Int(choice >> 1) % queries.count])
      } catch is ClaimsQueryError {}
    } catch is ClaimsStoreError {
    } catch {
      fatalError("\(error)")
    }
  }

  static func seeds() -> [[UInt8]] {
    let target = ScratchFile("seed.claims")
    func stored(_ table: ClaimsTable) -> [UInt8] {
      do {
        try ClaimsSnapshot.write(table, to: target.path)
        return content(target.path)
      } catch {
        fatalError("\(error)")
      }
    }
    let full = stored(sampleTable())
    let empty = stored(.empty)
    return [[0] + full, [1] + full, [2] + full, [4] + full, [6] + full, [0] + empty]
  }
}
