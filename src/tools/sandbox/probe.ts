// Started once when a sandbox is set up: loads what every child needs and says that it got this far.
import sharp from 'sharp';

await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
  .raw()
  .toBuffer();
process.stdout.write('inside');
