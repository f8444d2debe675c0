import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#infrastructure/project-root.js';
import { exampleYaml } from './example.js';

writeFileSync(join(projectRoot(), 'config/poststelle.example.yaml'), exampleYaml());
