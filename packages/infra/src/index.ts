import { readConfig } from './config/read-config.ts';
import { deploy } from './program.ts';

export default await deploy(readConfig());
