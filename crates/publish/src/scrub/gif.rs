//! GIF: comments and application data go, but for those that repeat an animation or hold a colour profile.

const HEADER_LEN: usize = 13;

pub(super) fn scrub(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut at = HEADER_LEN + color_table_len(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let start = at;
        let is_drawn = match *bytes.get(at)? {
            // A picture: its place, perhaps colours, then its data.
            0x2C => {
                at += 10 + color_table_len(*bytes.get(at + 9)?) + 1;
                true
            }
            0x21 => {
                at += 2;
                match *bytes.get(at - 1)? {
                    0xFE => false,
                    0xFF => {
                        let name = bytes.get(at + 1..at + 12)?;
                        [&b"NETSCAPE2.0"[..], b"ANIMEXTS1.0", b"ICCRGBG1012"].contains(&name)
                    }
                    0xF9 | 0x01 => true,
                    _ => false,
                }
            }
            // The end; what lies behind it goes.
            0x3B => {
                out.push(0x3B);
                return Some(out);
            }
            _ => return None,
        };
        // Every block goes on with pieces that begin with their length, up to an empty one.
        loop {
            let len = usize::from(*bytes.get(at)?);
            at += 1 + len;
            if len == 0 {
                break;
            }
        }
        if is_drawn {
            out.extend_from_slice(bytes.get(start..at)?);
        }
    }
}

fn color_table_len(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 0x07) + 1) }
}
